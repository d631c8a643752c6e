"""Every guarded resource of the house, what guards it, and the races that were run for it.

Whoever adds a resource that several hands may want adds its line here; a test of this folder that no line names is an error.
"""

import ast
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parent
# resource: (what guards it, {file under tests/: tests})
RESOURCES = {
    "customer of a shopkeeper": ("customer's row locked, the chain of shopkeepers before it", {
        "distribution/test_bindings.py": [
            "test_two_promoters_claim_one_customer_at_the_same_moment",
            "test_two_who_sell_to_each_other_at_the_same_moment_close_no_circle",
        ],
        "distribution/test_disputes.py": ["test_two_staff_decide_at_once_and_one_of_them_does"],
    }),
    "shopkeeper: place, code, picks": ("unique index; guarded update; row lock", {
        "distribution/test_joining.py": [
            "test_nobody_applies_twice_not_even_at_the_same_moment",
            "test_an_application_is_taken_back_or_approved_never_both",
            "test_a_code_for_three_lets_three_in_however_many_tap",
            "test_two_staff_change_the_settings_and_the_second_learns_of_the_first",
        ],
        "races/test_micro_shops.py": ["test_two_phones_that_save_at_once_leave_one_whole_list"],
    }),
    "prices of a micro-shop": ("shopkeeper's row locked, as for its picks; version of the bands", {
        "races/test_micro_shops.py": [
            "test_two_desks_save_the_bands_and_one_of_them_learns_of_the_other",
            "test_a_pick_that_goes_while_it_is_priced_leaves_no_price_behind",
        ],
    }),
    "stock": ("guarded statement on locked rows", {
        "races/test_checkout.py": ["test_two_hundred_buyers_for_fifty_pieces"],
        "races/test_goods.py": ["test_stock_is_counted_adjusted_and_sold_at_the_same_moment"],
        "lessons/test_stock_and_orders.py": ["test_lesson_01_two_hundred_hands_get_the_last_piece_once"],
    }),
    "quote": ("row lock; placed once", {
        "races/test_checkout.py": [
            "test_a_quote_tapped_many_times_at_once_is_one_order",
            "test_a_free_order_tapped_many_times_is_one_order_and_paid_once",
            "test_a_free_order_cannot_be_cancelled_while_it_is_placed_nor_after",
        ],
        "races/test_hands.py": ["test_one_quote_under_ten_keys_is_one_order"],
    }),
    "idempotency key": ("primary key in the transaction of the act", {
        "races/test_hands.py": ["test_one_key_tapped_ten_times_is_one_order_with_one_answer"],
        "kit/test_http.py": ["test_twins_at_the_same_moment_are_done_once"],
    }),
    "red packet: parts, one a person": ("guarded statement on the packet; primary key (packet, person)", {
        "races/test_red_packets.py": [
            "test_thirty_people_and_five_parts",
            "test_twenty_taps_of_one_person_are_one_part",
            "test_what_expires_while_people_take_is_given_or_given_back",
            "test_what_waits_is_paid_once_whoever_takes_releases_and_sweeps_at_once",
            "test_the_staff_refuse_while_people_take_and_nothing_is_lost",
        ],
    }),
    "red packet: one an order, one a person and week": ("unique index", {
        "races/test_red_packets.py": [
            "test_an_order_told_by_many_has_one_packet",
            "test_one_person_opens_one_packet_a_week_however_often_they_tap",
        ],
    }),
    "red packet: a person's day, the shop's day, the budget": ("guarded counters", {
        "races/test_red_packets.py": [
            "test_one_person_at_eight_packets_takes_as_many_as_a_day_allows",
            "test_the_shops_day_is_never_exceeded_by_packets_at_once",
            "test_thirty_people_on_the_weekly_day_and_a_budget_for_twenty",
        ],
    }),
    "prizes in money: the day's limit, one transfer": ("guarded counter; guarded moves on the prize", {
        "races/test_red_packets.py": [
            "test_the_daily_limit_of_money_is_never_exceeded",
            "test_a_prize_asked_for_by_eight_hands_is_one_transfer",
            "test_what_wechat_says_is_booked_once_however_many_hear_it",
        ],
    }),
    "points of a person": ("their ledger account locked, lots under it; floor", {
        "races/test_members.py": [
            "test_one_persons_points_are_spent_by_one_of_ten_orders",
            "test_ten_orders_in_one_batch_share_what_there_is_and_the_rest_are_refused_alone",
            "test_two_desks_take_from_one_hand_no_more_than_it_has",
            "test_a_unit_given_back_by_many_tellings_gives_its_points_once",
            "test_birthdays_and_expiries_are_swept_once_however_many_sweep",
        ],
    }),
    "what an order counts for its member": ("primary key an order", {
        "races/test_members.py": ["test_an_order_completed_by_many_tellings_counts_once"],
    }),
    "member program": ("version", {
        "races/test_members.py": ["test_two_desks_save_one_program_and_one_of_them_learns_of_the_other"],
    }),
    "cart: its lines": ("advisory lock, counted in the statement", {
        "races/test_goods.py": [
            "test_the_last_line_of_a_cart_is_taken_once", "test_buying_again_fills_a_cart_no_further_than_its_limit",
            "test_one_sku_tapped_into_the_cart_by_ten_hands_counts_each_tap",
        ],
    }),
    "order: unpaid, paid, closed": ("guarded update by state", {
        "races/test_orders.py": [
            "test_two_cancels_close_once", "test_cancel_against_payment_ends_in_one_of_both",
            "test_cancel_against_an_open_pay_sheet_never_leaves_money_without_goods",
            "test_the_deadline_and_the_shopper_close_together",
            "test_a_callback_said_six_times_at_once_against_the_sweep_pays_once",
        ],
    }),
    "order: its price": ("version, and the payment's state", {
        "races/test_orders.py": [
            "test_two_staff_change_one_price_and_the_second_learns_of_the_first",
            "test_a_price_change_against_its_payment_takes_the_one_or_the_other",
        ],
    }),
    "order: its address": ("order locked first, then no parcel", {
        "races/test_orders.py": ["test_an_address_changes_or_a_first_parcel_leaves_never_both"],
    }),
    "order: its units": ("order locked; shipped + refunded ≤ ordered", {
        "races/test_orders.py": [
            "test_two_staff_ship_one_parcel", "test_units_ship_or_come_back_never_both",
            "test_one_number_is_corrected_by_two_hands_and_each_parcel_keeps_its_own",
        ],
        "races/test_goods.py": ["test_orders_shipped_by_a_file_and_by_hand_leave_once"],
        "races/test_hands.py": ["test_a_doubled_act_of_the_staff_over_http_is_refused_in_words"],
    }),
    "order: receipt and completion": ("guarded update by state; skip locked", {
        "races/test_orders.py": [
            "test_goods_are_received_once_by_shopper_and_clock",
            "test_the_rest_is_refunded_against_the_receipt_of_what_left", "test_completion_told_many_times_earns_once",
        ],
    }),
    "refund: its fen, its decision": ("guarded update; granted ≤ payable", {
        "races/test_orders.py": [
            "test_concurrent_refunds_never_exceed_what_was_paid", "test_two_decisions_on_one_request",
        ],
        "payments/test_refunds.py": [
            "test_ten_refunds_of_a_third_at_once_give_three", "test_the_same_refund_asked_twice_at_once_is_one",
        ],
    }),
    "payment: attempts, callbacks": ("payment locked; notice kept once", {
        "races/test_orders.py": ["test_many_taps_on_pay_make_one_attempt_that_is_paid_once"],
        "payments/test_payments.py": ["test_callback_and_query_at_the_same_moment_pay_once"],
    }),
    "ledger: accounts": ("one order of locks; floors", {
        "races/test_money.py": [
            "test_a_refund_that_arrives_while_another_is_given_waits_for_the_payment_first",
            "test_a_refund_that_comes_to_nothing_waits_for_its_accounts_in_their_order",
            "test_wechat_letting_go_waits_for_its_accounts_in_their_order",
        ],
        "lessons/test_payments.py": ["test_defect_07_an_account_gives_no_more_than_it_has"],
    }),
    "guarantee: release, claims, receivers": ("payment locked; receivers one hand at a time", {
        "races/test_guarantee.py": [
            "test_refunds_and_the_release_at_once_never_give_a_fen_twice",
            "test_ten_claims_of_a_tenth_at_once_give_three", "test_the_same_claim_twice_at_once_is_one",
            "test_letting_go_and_completing_at_once_end_the_same_way",
            "test_first_receivers_named_at_once_stand_for_thirty_percent_together",
        ],
        "payments/test_adopting.py": ["test_a_refund_taken_in_by_many_at_once_is_booked_once"],
    }),
    "receiver of shares": ("held by who claims, locked by who removes", {
        "races/test_desks.py": ["test_a_receiver_goes_or_is_owed_never_both"],
    }),
    "complaint: its acts, its refund": ("unique act under way; order locked", {
        "races/test_desks.py": [
            "test_one_complaint_is_answered_once_by_four_of_the_staff", "test_a_complaint_gives_the_money_back_once",
        ],
    }),
    "campaign: its life": ("guarded update by state and version", {
        "races/test_desks.py": ["test_a_campaign_is_published_once_and_not_while_it_is_dropped"],
    }),
    "bill and difference": ("try counted; guarded update; key in the ledger", {
        "races/test_desks.py": [
            "test_a_difference_is_settled_once_by_three_of_the_staff",
            "test_bills_fetched_and_matched_by_three_sweeps_are_booked_once",
        ],
    }),
    "case of after-sales": ("order, then case locked; guarded update by state", {
        "races/test_aftersales.py": [
            "test_a_double_tap_opens_one_case", "test_two_staff_receive_once",
            "test_agree_against_refuse_against_withdraw_ends_in_one_of_them",
            "test_two_lines_of_an_order_at_once_close_it_once_and_never_exceed_what_was_paid",
            "test_the_sweep_against_the_staff", "test_the_last_piece_is_exchanged_or_sold_never_both",
        ],
    }),
    "campaign: budget, quota, limit": ("guarded counters", {
        "races/test_promotions.py": [
            "test_forty_orders_and_a_budget_for_twenty_five", "test_forty_orders_and_a_quota_for_twenty_five",
            "test_one_person_with_many_taps_stays_within_the_limit",
            "test_what_closes_meanwhile_is_sold_again_and_never_twice",
        ],
    }),
    "coupon: one piece, its number, its budget": ("guarded update by state; unique ordinal; guarded counters", {
        "races/test_coupons.py": [
            "test_one_coupon_by_five_orders_at_once_is_used_by_one",
            "test_one_person_with_twenty_taps_collects_one", "test_forty_people_and_coupons_for_twenty_five",
            "test_forty_people_and_a_budget_for_twenty_five", "test_a_coupon_comes_back_or_ends_never_both",
        ],
    }),
    "flash sale: a slot's shelf": ("guarded statement on the shelf's row", {
        "races/test_flash_sale.py": [
            "test_sixty_people_for_twenty_five_pieces_of_a_slot", "test_sixty_people_and_a_budget_for_twenty_five",
            "test_what_is_not_paid_is_sold_to_others_and_never_twice",
            "test_one_person_with_many_taps_stays_within_the_limit_of_a_sale",
        ],
    }),
    "run that others help: its steps, its order, who helps": ("locks on a helper's marks, run's row locked, one statement", {
        "races/test_bargain.py": [
            "test_twenty_helpers_for_the_last_three_cuts", "test_new_customers_at_once_never_cut_below_the_floor",
            "test_one_helper_tapping_twenty_times_helps_once", "test_ten_accounts_on_one_phone_help_once",
            "test_ten_accounts_on_one_phone_in_ten_runs_at_once_keep_to_the_limit_of_one",
            "test_one_wechat_account_registered_ten_times_keeps_to_the_limit_of_one",
            "test_one_person_in_many_runs_at_once_keeps_to_their_own_limit",
            "test_buying_against_helping_the_order_pays_what_the_run_then_says", "test_ten_orders_of_one_run_are_one",
            "test_two_staff_decide_a_held_run_at_once_and_one_of_them_does",
            "test_runs_are_ended_once_however_many_sweep",
        ],
    }),
    "bargain: runs of a person, the budget": ("unique number; guarded counter", {
        "races/test_bargain.py": [
            "test_ten_taps_on_start_open_one_run_and_hold_one_promise",
            "test_a_budget_for_seven_runs_opens_seven_of_twenty",
        ],
    }),
    "assist: what a full run keeps, its coupons": ("run's row locked; guarded counters; guarded update by state", {
        "races/test_assist.py": [
            "test_twenty_friends_for_the_last_place_keep_one_piece",
            "test_twelve_runs_are_full_at_once_for_five_pieces",
            "test_twelve_runs_are_full_at_once_and_the_budget_is_for_four", "test_twelve_runs_for_six_coupons",
            "test_helpers_at_once_and_coupons_for_three",
            "test_one_friend_tapping_twenty_times_helps_once_and_is_paid_once", "test_ten_taps_open_one_run",
            "test_ten_orders_of_one_full_run_are_one", "test_an_order_that_closes_as_its_run_ends_gives_back_once",
            "test_what_is_kept_goes_back_once_however_many_tell",
        ],
    }),
    "check-in: a person's date, the budget": ("primary key; unique number; guarded counters", {
        "races/test_check_in.py": [
            "test_twenty_taps_of_one_day_are_paid_once", "test_thirty_people_and_a_budget_for_twenty",
            "test_thirty_people_and_a_budget_of_points_for_twenty", "test_twenty_taps_of_one_day_give_its_points_once",
            "test_make_ups_at_once_are_as_many_as_there_are",
        ],
    }),
    "social coupon: the last piece, one's own, the budget": ("primary key; unique ordinal; guarded counters", {
        "races/test_social_coupon.py": [
            "test_thirty_people_for_the_last_pieces", "test_one_person_with_twenty_taps_takes_one",
            "test_one_person_at_many_packs_takes_as_many_as_the_terms_say", "test_a_double_tap_opens_one_pack",
            "test_ten_orders_and_a_budget_for_six", "test_a_piece_is_taken_or_goes_back_never_both",
        ],
    }),
    "brand day: a date, its budget and quota": ("unique index; the frame's guarded counters", {
        "races/test_brand_day.py": [
            "test_ten_campaigns_published_at_once_for_one_date", "test_forty_orders_of_a_day_for_twenty_five",
        ],
    }),
    "margin of a SKU": ("row lock; all or nothing", {
        "promotions/test_gate.py": ["test_two_saves_at_once_cannot_both_pass"],
    }),
    "team and its seats": ("guarded statement; team locked", {
        "races/test_teams.py": [
            "test_forty_people_for_the_last_seat", "test_one_person_with_forty_taps_holds_one_seat",
            "test_forty_late_payers_meet_three_seats", "test_expiry_against_payment_ends_in_one_of_both",
            "test_leaving_against_filling", "test_staff_refund_against_filling",
            "test_two_leaders_leave_and_the_third_leads", "test_two_teams_that_want_each_other_merge_once",
            "test_top_up_against_joining_never_sits_two_on_one_seat",
            "test_people_order_while_the_money_of_others_is_told",
            "test_a_batch_of_facts_that_waits_lets_go_of_what_it_holds",
        ],
    }),
    "share of a sharer": ("unique key", {
        "social/test_sharing.py": ["test_two_taps_at_once_make_one_node"],
    }),
    "shop: its address, its opening": ("unique slug; the login locked", {
        "races/test_people.py": [
            "test_one_address_for_eight_shops_is_one_shops",
            "test_a_second_shop_of_a_login_opened_twice_at_once_is_one",
            "test_a_login_opens_no_more_shops_than_it_may",
            "test_a_login_that_loses_its_only_shop_while_it_opens_another_keeps_that_one",
        ],
    }),
    "staff: places, the last owner": ("advisory lock; owners locked", {
        "races/test_people.py": [
            "test_the_last_place_among_the_staff_is_taken_once", "test_owners_who_remove_each_other_leave_one",
        ],
    }),
    "wishes for two people": ("guarded update; counted one hand at a time", {
        "races/test_people.py": ["test_wishes_that_wait_for_a_second_person_stay_within_their_limit"],
        "identity/test_approvals.py": ["test_two_deciders_at_once_do_it_once"],
    }),
    "codes: TOTP, SMS, sign-in attempts": ("guarded update; counted before compared", {
        "identity/test_sign_in.py": [
            "test_the_same_code_at_the_same_moment_lets_one_in",
            "test_guesses_at_the_same_moment_are_each_counted",
        ],
        "messages/test_login_codes.py": ["test_a_code_used_twice_at_the_same_moment_lets_one_in"],
    }),
    "person of one proof": ("advisory lock a proof", {
        "identity/test_shoppers.py": ["test_one_proof_at_the_same_moment_makes_one_person"],
    }),
    "addresses of a person": ("person locked", {
        "races/test_people.py": [
            "test_the_last_two_places_for_addresses_are_taken_once",
            "test_there_is_one_default_whoever_changes_and_deletes_addresses",
        ],
    }),
    "favourites": ("advisory lock, counted in the statement", {
        "races/test_goods.py": ["test_the_last_place_among_the_favourites_is_taken_once"],
    }),
    "notice, consent and daily budget": ("guarded updates", {
        "messages/test_consents.py": [
            "test_eight_notices_race_for_three_consents_and_the_count_never_falls_below_zero",
            "test_the_same_notice_sent_by_job_and_sweep_at_once_goes_out_once",
        ],
    }),
    "product, its code, its shelf": ("unique code; version; skip locked", {
        "races/test_goods.py": [
            "test_one_code_for_eight_products_is_one_products",
            "test_two_staff_change_one_product_and_the_second_learns_of_the_first",
            "test_a_shelf_change_that_many_sweeps_find_is_done_once",
        ],
    }),
    "category": ("unique name; foreign key, said in words", {
        "races/test_goods.py": [
            "test_a_category_goes_or_gets_goods_never_both", "test_one_name_for_five_categories_is_one_categorys",
        ],
    }),
    "freight template": ("advisory lock; held by whoever uses or deletes it", {
        "races/test_goods.py": [
            "test_one_freight_template_is_the_default_whoever_makes_it_so",
            "test_two_freight_templates_that_want_one_name_get_it_once",
            "test_a_freight_template_goes_or_carries_goods_never_both",
        ],
    }),
    "home page": ("version", {
        "races/test_goods.py": ["test_one_home_arranged_by_five_is_one_of_theirs"],
    }),
    "file in": ("progress moves from where it was", {
        "races/test_goods.py": ["test_a_file_that_two_workers_take_is_done_once"],
    }),
    "evidence and return addresses": ("advisory lock", {
        "races/test_goods.py": [
            "test_the_last_picture_without_a_case_is_kept_once",
            "test_return_addresses_have_one_default_and_a_limit",
        ],
    }),
    "commission of an order line": ("row locks; guarded update by state; the sweep skips what is locked", {
        "races/test_commission.py": [
            "test_sweeps_at_once_release_each_line_once", "test_a_refund_against_the_release_takes_its_part_from_where_it_is",
            "test_a_case_against_the_release_holds_or_comes_too_late",
            "test_an_appeal_upheld_while_the_sweep_releases_waits_for_nobody_who_waits_for_it",
        ],
    }),
    "version of the commission plan": ("unique version; whoever has not seen the newest is refused", {
        "races/test_commission.py": ["test_one_version_is_saved_by_one_hand"],
    }),
    "pay-out of commission": ("accounts locked before they are read; guarded update by state; one open a shopkeeper", {
        "races/test_payouts.py": [
            "test_eight_withdrawals_of_all_there_is_pay_once",
            "test_a_withdrawal_against_the_refund_of_what_it_would_pay",
            "test_a_batch_against_the_refund_of_what_it_sends", "test_two_batches_with_one_pay_out_send_it_once",
            "test_batches_at_once_stay_within_the_day",
            "test_withdrawing_declining_and_sending_end_in_one_of_them",
            "test_a_callback_a_query_and_their_twins_pay_once",
        ],
        "lessons/test_payouts.py": ["test_lesson_08_eight_parallel_withdrawals_of_a_wallet_take_it_once"],
    }),
    "real name, withheld tax": ("unique ID number; accounts locked before what is due is read", {
        "races/test_payouts.py": [
            "test_one_id_number_is_one_accounts", "test_a_months_tax_is_handed_on_once",
        ],
    }),
    "compliance finding; end of the chain of evidence": ("guarded update by state; the chain's end locked last", {
        "races/test_compliance.py": [
            "test_a_finding_that_many_resolve_is_resolved_once", "test_links_that_many_add_at_once_are_one_chain",
            "test_looks_at_once_find_each_thing_once_and_leave_one_chain",
        ],
    }),
    "facts and sweeps": ("advisory lock a shard; skip locked; guarded updates", {
        "races/test_hands.py": [
            "test_four_relays_tell_each_fact_once", "test_every_sweep_beside_its_twins_does_what_is_due_once",
        ],
    }),
}  # fmt: skip


def names_in(path):
    nodes = ast.walk(ast.parse(path.read_text()))
    return {
        one.name for one in nodes if isinstance(one, ast.AsyncFunctionDef) and one.name.startswith("test_")
    }


def test_every_guarded_resource_has_its_race():
    lost = {
        (resource, file): missing
        for resource, (_, files) in RESOURCES.items()
        for file, names in files.items()
        if (missing := set(names) - names_in(TESTS / file))
    }
    assert lost == {}


def test_every_race_is_for_a_resource():
    listed = {name for _, files in RESOURCES.values() for names in files.values() for name in names}
    here = {name for path in HERE.glob("test_*.py") for name in names_in(path)}
    assert here - listed == set(), "name the resource that this race is about"
