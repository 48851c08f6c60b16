"""What other programs read: each export one module, from state to bytes."""
