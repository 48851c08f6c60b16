"""A static portal generator: promises are published once, everything later is a dated record."""
