#!/usr/bin/env python
import sys

from django.core.management import execute_from_command_line

from ccsis.environment import load_settings_or_exit

if __name__ == "__main__":
    load_settings_or_exit()
    execute_from_command_line(sys.argv)
