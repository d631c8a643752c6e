"""Bargain 砍价: friends help, each help takes a known amount off, down to a floor that everybody knew beforehand.

Owns: promotions_bargain_run (what a run is about and its cuts, never changed; who has helped and how it stands is the
    frame's promotions_help_run).
Words: run 砍价 (one person's, of one SKU), cut 一刀 (a step of the price), floor 底价, helper 帮砍的人, held 核对中.
Always: the cuts of a run are fixed when it is opened, each at least 1 fen, and sum to start − floor; the price after k of
    them is start − the first k, so never below the floor and never above the start; a new customer's help takes
    `weight_new` cuts at once, as the rules say; one order a run at a time.
Money: the most a run can take off (list price − floor as it is opened) is taken out of the budget by a grant then, so that
    nobody helps for a promise that cannot be kept. Bought: what was really taken off stays. Over, refused or refunded: all
    of it goes back. A list price that rises meanwhile changes nothing: the promise was a price.
Locks: the frame's run before the order (claim), the budget after it. Nothing of bargain's own is ever updated.
Hot: help (the frame's lock and one guarded statement), claim (the frame's one guarded statement).

Who may meet whom, and what happens then
    N helpers at the last cut    the run's row decides; who comes later hears that nobody is missing.
    one helper, many taps        the key (run, person); the second hears HelpedAlready.
    buying against helping       the order names the step it was priced at: helped meanwhile, it is refused and asks again
                                 at the lower price; ordered first, the help is refused.
    unpaid, then helped on       the order that closes gives the run back until it ends.
    closed, then paid            the run is taken again unless it has been used, ended or held; else the money goes back.
    held for review              nobody can order by it until the staff have looked; helping goes on.
    campaign stopped or ended    nobody opens or helps any more; the price that was reached can be ordered until the run ends.
Called by: the frame (load, quote, claim, release, retake, paid, open_runs). Listens to: orders, the frame.
"""
