"""Lines of a file with the columns of UCI Online Retail, made up here: no row is from the set."""

from lianyi.app.replay import sheet

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"


def line(invoice, stock, quantity, price, *, customer="17850.0", at="2010-12-01 08:26:00", words="A THING"):
    return f"{invoice},{stock},{words},{quantity},{at},{price},{customer},United Kingdom"


def text(*lines):
    return "\n".join([HEADER, *lines, ""])


def read(tmp_path, *lines, limit=0):
    path = tmp_path / "retail.csv"
    path.write_text(text(*lines), "utf-8")
    return sheet.read(path, limit)
