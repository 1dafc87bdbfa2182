"""Where staff stand: the stock Django admin, arranged for editors."""
