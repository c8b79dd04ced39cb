"""The lenient doors for the platforms of the document."""
