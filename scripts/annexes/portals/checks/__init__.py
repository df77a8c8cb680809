"""What a portal would refuse or miss, found before it is asked."""
