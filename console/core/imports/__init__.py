"""What an import would add, change and cancel; nothing is kept before a person said so. `plan` is the door."""
