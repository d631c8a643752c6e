"""Verbs of supply: freight templates, products with their first stock, files in and out."""

from lianyi.supply.actions.freight import (
    FreightDraft,
    change_freight_template,
    create_freight_template,
    drop_freight_template,
)
from lianyi.supply.actions.intake import Intake, delete_product, save_product, shelve
from lianyi.supply.actions.sheets_back import rows_to_mend
from lianyi.supply.actions.sheets_in import permission_of, run_import, start_import
from lianyi.supply.actions.sheets_out import export_products, template_file

__all__ = [
    "FreightDraft", "Intake", "change_freight_template", "create_freight_template", "delete_product", "drop_freight_template",
    "export_products", "permission_of", "rows_to_mend", "run_import", "save_product", "shelve", "start_import",
    "template_file",
]  # fmt: skip
