"""Greets: what is measured is how long it takes to start and to end."""

print("Hello, world!")
