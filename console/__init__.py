"""The application: the core decides, the runner does, screens show."""

VERSION = "0.1.0"
