"""Social coupon 社交立减金: whoever has paid passes on so many discounts of one known amount; only others can take them.

Owns: promotions_social_coupon_pack, promotions_social_coupon_claim.
Words: pack 立减金包 (what one paid order lets its buyer pass on), pieces 份数, face 每份金额, claim 领取 (one person's
    piece of a pack; who may, the frame says: a pack is a run that others help), opened 已放出 (the buyer has asked for
    it; until then it costs no budget), held 待核对 (a piece that is somebody's, and is paid when the staff have looked).
Always: an order opens one pack at most; a pack's whole worth has left the campaign's budget when it is opened, and what
    nobody took comes back when it ends; 0 ≤ claimed ≤ pieces (CHECKed); a person takes one of a pack, never of their own,
    and of a campaign no more than its terms say; nothing is given for sharing or for opening a link, only for a confirmed
    take on a page that tells all rules; of a pack whose takers look made up nothing more is paid before the staff looked.
Locks: the frame's run, the pack, then the frame's grant, budget, and what the paying campaign takes.
Hot: claim (the frame's help, one insert, one guarded statement on the pack; then what the paying campaign needs).

Who may meet whom, and what happens then
    five people, the last piece  `claimed < pieces` on the pack's row decides; the others are refused with PackEmpty.
    one phone, many accounts     the frame's help: once a phone and WeChat account, also one that comes back registered anew.
    one person, many taps        the frame's help: once a pack; of several packs at once: by locks on the person's marks.
    a claim and the staff        the run's lock: what is taken before they decide waits for them, what comes after does not.
    double tap on passing on     the order is unique among packs: the second answers the first one's pack.
    the last fen                 one guarded statement on the budget as a pack is opened.
    claim and end at once        both move the pack's row; what was taken before stays taken, what is left goes back once.
    refunded                     an order of which less is left than the terms ask ends its pack; a claim asks the order, too.
    campaign stopped             its packs end with it; coupons that were given stay good.
    records merged               packs and claims move; two claims of one pack count once.
    WeChat does not answer       asked again under the same number, which is the same coupon; refused: the shop's stands in.
Called by: nobody. Listens to: identity, orders, promotions.
"""
