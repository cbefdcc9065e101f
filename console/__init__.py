"""The application: the core decides, the runner does, screens show."""
