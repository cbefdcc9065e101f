"""Incidents as the rest of the core knows them: which are open, what facts do to them, and their plain words."""
