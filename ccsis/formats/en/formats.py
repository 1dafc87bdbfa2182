FIRST_DAY_OF_WEEK = 1  # English is read here by people whose weeks begin on Monday
