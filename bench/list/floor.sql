select id, title, subtitle, price_fen, sold, picture from floor.card where tenant_id = '00000000-0000-7000-8000-000000000001' order by sort_at desc, id limit 20;
