"""What every bench stands on: the instance, the shop, the wire, the load, the meters, the floor and the table."""
