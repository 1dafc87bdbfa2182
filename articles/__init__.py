"""What the centre publishes: the desk that writes it and the site that shows it."""
