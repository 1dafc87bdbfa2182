"""What readers send: the form that takes it and the desk that decides on it."""
