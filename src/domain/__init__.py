"""The rules of error logging and notification: pure, standard library only, no clock and no I/O."""
