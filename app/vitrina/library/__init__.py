"""The use cases: what a person can do with pictures, whoever asks (window or command line)."""
