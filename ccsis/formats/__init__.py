"""Where the house writes days and weeks otherwise than Django does; see FORMAT_MODULE_PATH."""
