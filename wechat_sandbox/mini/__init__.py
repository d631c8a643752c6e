"""api.weixin.qq.com and open.weixin.qq.com: tokens, login, links, messages, safety, shipping, push."""
