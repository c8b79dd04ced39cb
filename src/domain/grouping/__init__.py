"""Which errors are alike: versioned rules that turn a report into a fingerprint."""
