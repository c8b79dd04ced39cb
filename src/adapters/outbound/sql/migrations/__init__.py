"""How the schema came to be, one step a file; the steps are frozen once released."""
