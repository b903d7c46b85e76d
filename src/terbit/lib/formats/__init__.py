"""How dates and times are written, where Django has other habits (setting FORMAT_MODULE_PATH)."""
