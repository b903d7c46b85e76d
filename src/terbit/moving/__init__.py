"""Moving an archive in: reading what other systems export, and turning it into stories."""
