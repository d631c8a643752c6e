"""HTTP for staff: shopkeepers, whose customer is whose, appeals."""
