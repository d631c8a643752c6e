-- The tables of the sandbox, created at start. Instants are milliseconds since the epoch on the sandbox clock.
create table if not exists meta (key text primary key, value text not null);
create table if not exists merchants (
    mchid text primary key, key text unique, name text not null, keys text not null, callback_mode text not null,
    available_fen integer not null default 0, unsettled_fen integer not null default 0);
create table if not exists apps (
    appid text primary key, kind text not null, name text not null, secret text not null, original_id text not null,
    push_token text not null, encoding_aes_key text not null, push_url text, push_mode text not null default 'safe',
    push_format text not null default 'json', pages text, oauth_domain text, trade_managed integer not null default 0,
    jump_path text not null default '');
create table if not exists bindings (mchid text not null, appid text not null, primary key (mchid, appid));
create table if not exists people (
    id text primary key, key text unique, name text not null, phone text not null, avatar_seed text not null,
    unionid text not null, balance_fen integer not null, blocked integer not null default 0);
create table if not exists openids (
    appid text not null, person_id text not null, openid text not null unique, session_key text, active_at_ms integer,
    primary key (appid, person_id));
create table if not exists movements (
    id integer primary key, owner text not null, at_ms integer not null, delta_fen integer not null,
    balance_fen integer not null, kind text not null, reference text not null);
create index if not exists movements_owner on movements (owner, id);
create table if not exists codes (
    code text primary key, appid text not null, kind text not null, person_id text not null, scope text not null,
    expires_at_ms integer not null, used_at_ms integer);
create index if not exists codes_used on codes (person_id, used_at_ms) where used_at_ms is not null;
create table if not exists access_tokens (
    token text primary key, appid text not null, family text not null, expires_at_ms integer not null,
    created_at_ms integer not null);
create index if not exists access_tokens_app on access_tokens (appid, family, created_at_ms);
create table if not exists forced_refreshes (appid text not null, at_ms integer not null);
create table if not exists oauth_tokens (
    token text primary key, kind text not null, appid text not null, openid text not null, scope text not null,
    expires_at_ms integer not null);
create table if not exists tickets (
    appid text not null, type text not null, ticket text not null, expires_at_ms integer not null,
    primary key (appid, type));
create table if not exists orders (
    mchid text not null, out_trade_no text not null, appid text not null, trade_type text not null, request text not null,
    description text not null, total_fen integer not null, attach text, notify_url text not null, openid text,
    profit_sharing integer not null, state text not null, created_at_ms integer not null, expires_at_ms integer not null,
    transaction_id text unique, paid_at_ms integer, payer_openid text, payer_id text, refunded_fen integer not null default 0,
    settled_at_ms integer, settle_due_at_ms integer, reminded integer not null default 0, primary key (mchid, out_trade_no));
create index if not exists orders_expiry on orders (expires_at_ms) where state = 'NOTPAY';
create index if not exists orders_settlement on orders (settle_due_at_ms) where settle_due_at_ms is not null;
create index if not exists orders_unreminded on orders (paid_at_ms) where reminded = 0 and paid_at_ms is not null;
create index if not exists orders_appid on orders (appid, paid_at_ms) where paid_at_ms is not null;
create table if not exists credentials (
    token text primary key, kind text not null, mchid text not null, out_trade_no text not null,
    created_at_ms integer not null, expires_at_ms integer not null, superseded integer not null default 0, person_id text);
create index if not exists credentials_order on credentials (mchid, out_trade_no);
create table if not exists refunds (
    mchid text not null, out_refund_no text not null, refund_id text not null unique, out_trade_no text not null,
    transaction_id text not null, request text not null, refund_fen integer not null, status text not null,
    outcome text not null default 'SUCCESS', account text not null, notify_url text, created_at_ms integer not null,
    due_at_ms integer, success_at_ms integer, primary key (mchid, out_refund_no));
create index if not exists refunds_order on refunds (mchid, out_trade_no);
create index if not exists refunds_number on refunds (out_refund_no);
create index if not exists refunds_due on refunds (due_at_ms) where due_at_ms is not null;
create table if not exists deliveries (
    id integer primary key, kind text not null, owner text not null, out_trade_no text, event text not null,
    original_type text not null, summary text not null, notice_id text not null, url text not null, resource text not null,
    created_at_ms integer not null, next_at_ms integer, attempts integer not null default 0, state text not null,
    held integer not null default 0);
create index if not exists deliveries_due on deliveries (next_at_ms) where next_at_ms is not null;
create index if not exists deliveries_held on deliveries (owner) where held = 1;
create index if not exists deliveries_order on deliveries (owner, out_trade_no);
create table if not exists attempts (
    id integer primary key, delivery_id integer not null, at_ms integer not null, status integer, answer text not null,
    error text not null, forged integer not null);
create index if not exists attempts_delivery on attempts (delivery_id);
create table if not exists faults (
    id integer primary key, match text not null, kind text not null, value text, times integer);
create table if not exists templates (
    appid text not null, template_id text not null, title text not null, keys text not null,
    primary key (appid, template_id));
create table if not exists consents (
    openid text not null, template_id text not null, count integer not null, primary key (openid, template_id));
create table if not exists messages (
    id integer primary key, appid text not null, openid text not null, template_id text not null, page text not null,
    data text not null, at_ms integer not null);
create table if not exists shippings (
    transaction_id text primary key, appid text not null, logistics_type integer not null, delivery_mode integer not null,
    finished integer not null, finished_count integer not null, parcels text not null, upload_time_ms integer not null,
    shipped_at_ms integer not null, confirm_due_at_ms integer, confirmed_at_ms integer, confirmed_by integer,
    notified integer not null default 0);
create index if not exists shippings_due on shippings (confirm_due_at_ms) where confirm_due_at_ms is not null;
create table if not exists sms (id integer primary key, phone text not null, text text not null, at_ms integer not null);
-- Money truth: what WeChat keeps of each payment, fees, profit sharing, bills. A state from before them opens too:
-- what was paid there is written into them by the statements below, which find nothing the second time.
create table if not exists terms (
    mchid text primary key, fee_rate_bp integer not null default 0, max_ratio integer not null default 3000);
create table if not exists holdings (
    transaction_id text primary key, mchid text not null, out_trade_no text not null, held_fen integer not null,
    fee_fen integer not null, fee_rate_bp integer not null, frozen integer not null, unfreeze_due_at_ms integer);
create index if not exists holdings_due on holdings (unfreeze_due_at_ms) where unfreeze_due_at_ms is not null;
create index if not exists holdings_frozen on holdings (mchid) where frozen = 1;
create table if not exists refund_fees (
    mchid text not null, out_refund_no text not null, out_trade_no text not null, fee_fen integer not null,
    primary key (mchid, out_refund_no));
create index if not exists refund_fees_order on refund_fees (mchid, out_trade_no);
create table if not exists flows (
    id integer primary key, mchid text not null, at_ms integer not null, kind text not null, delta_fen integer not null,
    business_no text not null, voucher_no text not null, note text not null);
create index if not exists flows_day on flows (mchid, at_ms);
insert into flows (mchid, at_ms, kind, delta_fen, business_no, voucher_no, note)
    select mchid, paid_at_ms, 'pay', total_fen, transaction_id, out_trade_no, '' from orders o
    where transaction_id is not null
    and not exists (select 1 from holdings h where h.transaction_id = o.transaction_id) order by paid_at_ms;
insert into flows (mchid, at_ms, kind, delta_fen, business_no, voucher_no, note)
    select mchid, success_at_ms, 'refund', -refund_fen, refund_id, out_refund_no, '' from refunds r
    where success_at_ms is not null
    and not exists (select 1 from holdings h where h.transaction_id = r.transaction_id) order by success_at_ms;
insert or ignore into holdings (transaction_id, mchid, out_trade_no, held_fen, fee_fen, fee_rate_bp, frozen)
    select transaction_id, mchid, out_trade_no,
    case when settled_at_ms is null then total_fen - (select coalesce(sum(refund_fen), 0) from refunds r
        where r.mchid = o.mchid and r.out_trade_no = o.out_trade_no and account = 'UNSETTLED'
        and status <> 'CLOSED') else 0 end, 0, 0, 0 from orders o where transaction_id is not null
    and not exists (select 1 from holdings h where h.transaction_id = o.transaction_id);
create table if not exists receivers (
    mchid text not null, type text not null, account text not null, appid text not null, name text,
    relation_type text not null, custom_relation text, created_at_ms integer not null,
    primary key (mchid, type, account));
create table if not exists sharings (
    mchid text not null, out_order_no text not null, order_id text not null unique, transaction_id text not null,
    kind text not null, request text not null, unfreezes integer not null, state text not null,
    created_at_ms integer not null, due_at_ms integer, finished_at_ms integer, primary key (mchid, out_order_no));
create index if not exists sharings_due on sharings (due_at_ms) where due_at_ms is not null;
create index if not exists sharings_transaction on sharings (transaction_id);
create table if not exists share_lines (
    detail_id text primary key, order_id text not null, transaction_id text not null, type text not null,
    account text not null, name text, amount_fen integer not null, description text not null, result text not null,
    ordered text, fail_reason text, created_at_ms integer not null, finished_at_ms integer);
create index if not exists share_lines_order on share_lines (order_id);
create index if not exists share_lines_transaction on share_lines (transaction_id);
create index if not exists share_lines_account on share_lines (account, finished_at_ms);
create table if not exists share_returns (
    mchid text not null, out_return_no text not null, return_id text not null unique, order_id text not null,
    out_order_no text not null, detail_id text not null, return_mchid text not null, amount_fen integer not null,
    description text not null, request text not null, result text not null, ordered text, fail_reason text,
    created_at_ms integer not null, due_at_ms integer, finished_at_ms integer, primary key (mchid, out_return_no));
create index if not exists share_returns_due on share_returns (due_at_ms) where due_at_ms is not null;
create index if not exists share_returns_detail on share_returns (detail_id);
create table if not exists bill_files (
    token text primary key, mchid text not null, content blob not null, zipped integer not null,
    expires_at_ms integer not null);
create table if not exists plants (
    id integer primary key, mchid text not null, bill_date text not null, bill text not null, kind text not null,
    number text, delta_fen integer not null);
create index if not exists plants_day on plants (mchid, bill_date);
-- The phones: what people see of each other. Tables of their own, so that a state from before them opens as it is.
create table if not exists fronts (appid text primary key, h5_url text not null);
create table if not exists chats (
    id text primary key, key text unique, kind text not null, name text not null, created_at_ms integer not null);
create table if not exists chat_members (
    chat_id text not null, person_id text not null, read_id integer not null default 0, primary key (chat_id, person_id));
create index if not exists chat_members_person on chat_members (person_id);
create table if not exists chat_messages (
    id integer primary key, chat_id text not null, person_id text not null, text text not null, card text,
    at_ms integer not null);
create index if not exists chat_messages_chat on chat_messages (chat_id, id);
create table if not exists moments (
    id integer primary key, person_id text not null, text text not null, card text, at_ms integer not null);
create table if not exists readings (
    person_id text not null, what text not null, read_id integer not null, primary key (person_id, what));
create table if not exists codes_seen (
    id integer primary key, url text not null unique, kind text not null, appid text not null, page text not null,
    query text not null, at_ms integer not null);
-- Complaints at WeChat Pay and in the mini program, in tables of their own.
create table if not exists complaint_urls (mchid text primary key, url text not null);
create table if not exists complaints (
    id text primary key, mchid text not null, transaction_id text not null, phone text not null, detail text not null,
    images text not null, problem_type text not null, problem_description text not null, apply_refund_fen integer,
    state text not null, user_waits integer not null, times integer not null, created_at_ms integer not null,
    refund_verdict text, refund_told_fen integer not null default 0);
create index if not exists complaints_merchant on complaints (mchid, created_at_ms);
create index if not exists complaints_order on complaints (transaction_id);
create table if not exists complaint_words (
    id integer primary key, complaint_id text not null, at_ms integer not null, operator text not null,
    type text not null, details text not null, images text not null);
create index if not exists complaint_words_of on complaint_words (complaint_id, id);
create table if not exists mini_complaints (
    id integer primary key, appid text not null, transaction_id text not null, openid text not null, phone text not null,
    type integer not null, content text not null, images text not null, status integer not null,
    created_at_ms integer not null, expires_at_ms integer);
create index if not exists mini_complaints_due on mini_complaints (expires_at_ms) where expires_at_ms is not null;
create table if not exists mini_complaint_words (
    id integer primary key, complaint_id integer not null, at_ms integer not null, side integer not null,
    content text not null, images text not null);
create index if not exists mini_complaint_words_of on mini_complaint_words (complaint_id, id);
-- Merchant transfers to users, and the names that WeChat has verified. Tables of their own.
create table if not exists transfers (
    mchid text not null, out_bill_no text not null, transfer_bill_no text not null unique, appid text not null,
    openid text not null, amount_fen integer not null, remark text not null, name text not null, scene text not null,
    request text not null, notify_url text, state text not null, package_info text unique, fail_reason text, ordered text,
    created_at_ms integer not null, updated_at_ms integer not null, due_at_ms integer, primary key (mchid, out_bill_no));
create index if not exists transfers_due on transfers (due_at_ms) where due_at_ms is not null;
create index if not exists transfers_processing on transfers (created_at_ms) where state = 'PROCESSING';
create index if not exists transfers_openid on transfers (mchid, openid, created_at_ms);
create table if not exists real_names (person_id text primary key, name text not null);
create table if not exists coupon_stocks (
    stock_id text primary key, mchid text not null, out_request_no text not null, request text not null,
    status text not null, begins_at_ms integer not null, ends_at_ms integer not null, created_at_ms integer not null,
    unique (mchid, out_request_no));
create table if not exists coupons (
    coupon_id text primary key, mchid text not null, stock_id text not null, appid text not null, openid text not null,
    out_request_no text not null, status text not null, created_at_ms integer not null, unique (mchid, out_request_no));
create index if not exists coupons_stock on coupons (stock_id, openid);
