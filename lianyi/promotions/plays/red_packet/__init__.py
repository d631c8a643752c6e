"""Red packet 红包: parts of a known worth that a buyer or the shop's weekly event gives; others take one each, or one alone.

Owns: promotions_red_packet, promotions_red_packet_part, promotions_red_packet_day, promotions_red_packet_person.
Words: packet 红包 (one buyer's, or one person's of a week), part 一份 (what one person takes of it), split 怎么分 (shared
    分给好友 | own 自己领 | lucky 自己领、金额随机), opens 怎么来 (purchase 下单 | weekly 每周活动), week 哪一周 (its Monday),
    held 待核对, due 待发放 (a part
    whose taker the staff look into, or have let go), roll 抽签数 (0–9999, kept: odds times it say which amount was drawn).
Always: a packet holds its whole worth of the budget from the moment it opens, so a part that is there is paid; a person takes
    one part of a packet; a person's day, the person's fen of a day and the shop's fen of a day are never exceeded, over all
    red packets together; what nobody took is the budget's again when the packet is over; amounts are known beforehand, or
    drawn by odds that everybody reads, and then there is nothing to share. A draw holds its largest amount first, so that
    the last fen of a budget do not change the odds. A packet for friends is a run of the frame's (one part a person,
    phone and WeChat account); where its takers look made up, what they take is paid when the staff have looked.
Locks: the frame's run, the packet, the person's day, the shop's day, then the frame's grants and budget, and what pays.
Hot: take (four reads, the frame's help, six statements, and what pays).

Who may meet whom, and what happens then
    the last part            one guarded statement counts the packet's parts.
    one person, two taps     a part's key is (packet, person): the second is refused and its part goes back with it.
    a day's limits           guarded counters, one row a person and day, one row a day.
    an order refunded        too little of it is left: its packet closes; parts that were taken stay with who took them.
    a part and the staff     the run's lock: what is taken before they decide waits for them, what comes after does not.
    the order told twice     one packet an order; one packet a person and week.
    records merged           packets and parts move; a part both took of one packet counts once more nowhere.
Called by: nobody. Listens to: orders, identity, promotions.
"""
