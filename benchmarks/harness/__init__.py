"""What benchmarks/run.py and servers.py are made of."""
