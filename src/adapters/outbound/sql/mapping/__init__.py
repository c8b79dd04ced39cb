"""Records to rows and back: two functions a type."""
