"""Assist 助力: so many friends help, and somebody gets a piece of goods for a price down to 1 fen, or a coupon.

Owns: promotions_assist_promise.
Words: run 助力 (one person's call for help, kept by the frame), promise 承诺的奖励 (what a run is for), full 助满,
    kept 已留好 (its worth of the budget and its piece of the quota are held for it), helper 助力好友.
Always: a run keeps something only when it is full, in the transaction of the last help; what is kept is given once or
    goes back once; one order a run; a helper is paid once a run, and for a counted help only.
Locks: the run (the frame's); then budget and quota; then what another campaign gives.
Hot: help (the frame's statements under the run's lock; whoever is not the last touches neither budget nor quota).

Who may meet whom, and what happens then
    two last helps at once       the run's row decides; the other hears that it is full, and nothing has moved.
    last piece, two runs         quota and budget are taken with the last help; the other's last help is refused and not
                                 counted: it can be given again when a piece comes back.
    the order and the clock      the order takes the run before its end, or the frame ends it and what was kept goes back.
    unpaid, paid late            the order gives the run back; paid late it is taken again while the run is there.
    doubtful helps               what a full run is for is kept, and given or freed when the staff have looked.
    a price that moves           the order holds what it really takes off, out of the same budget.
    a campaign that is stopped   nobody opens or helps any more; what is full can be ordered until its end.
Called by: the frame, by its declaration in play.py. Listens to: the frame's runs, orders.
"""
