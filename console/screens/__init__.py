"""One screen a file; given its state and send(event), it never reaches for the App."""
