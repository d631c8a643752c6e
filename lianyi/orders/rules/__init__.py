"""Pure decisions of orders: amounts, refunds, words, carriers, search, sheets, WeChat's shipping form, packing lists."""
