"""Vault, results and links -> problems."""
