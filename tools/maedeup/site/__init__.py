"""What a site has besides its notes' own text."""
