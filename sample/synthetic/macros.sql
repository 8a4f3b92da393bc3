-- Words that the rest is written in. Everything random is a hash of the seed, a word and a number, so it never depends
-- on
-- the order in which rows are made. Volumes are multiples of 1/16 (and factors of 1/256): sums of them are exact in any
-- order.
create macro scale_of() as getvariable('scale')::integer;
create macro until_day() as getvariable('until')::date;
create macro first_day() as until_day() - (getvariable('days')::integer - 1);
create macro day_of(i) as first_day() + i::integer;
-- A day's number whatever the window is, so that an id does not change with --days.
create macro serial(i) as (first_day() - date '2000-01-01')::integer + i::integer;
create macro month_number(d) as year(d)::integer * 12 + month(d)::integer - 1;
create macro month_day(m, d) as make_date((m // 12)::integer, (m % 12 + 1)::integer, d::integer);
create macro month_index(i) as month_number(day_of(i));
-- Calculated records that nobody keeps for long (nodes, gathered volumes) begin with this month.
create macro calculated_from() as date_trunc('month', until_day() - 91)::date;

create macro id_of(kind, a) as upper(md5(concat_ws('/', getvariable('seed'), kind, a))),
  (kind, a, b) as upper(md5(concat_ws('/', getvariable('seed'), kind, a, b))),
  (kind, a, b, c) as upper(md5(concat_ws('/', getvariable('seed'), kind, a, b, c)));
create macro network() as id_of('pvFlowNetHeader', 1);
-- 0 <= u < 1
create macro u(word, a) as (hash(getvariable('seed'), word, a::bigint) >> 11)::double / 9007199254740992,
  (word, a, b) as (hash(getvariable('seed'), word, a::bigint, b::bigint) >> 11)::double / 9007199254740992;
create macro nth(k, word, a) as floor(k * u(word, a))::integer, (k, word, a, b) as floor(k * u(word, a, b))::integer;
create macro one_of(words, word, a) as words[1 + nth(len(words), word, a)],
  (words, word, a, b) as words[1 + nth(len(words), word, a, b)];
create macro near(x) as round(x * 16) / 16;

-- Arps' hyperbolic decline, t days after first production.
create macro decline(qi, di, b, t) as qi / pow(1 + b * di * t, 1 / b);
-- Water per barrel of liquid: the cut rises from wc0 towards 92 %.
create macro water_ratio(wc0, t) as (wc0 + (0.92 - wc0) * (1 - exp(-t / 1500.0)))
  / (1 - (wc0 + (0.92 - wc0) * (1 - exp(-t / 1500.0))));
create macro factor_of(product, f, m) as 1 + (nth(25, product, f, m) - 12) / 256.0::double;
create macro operator_of(n) as format('operator.{:02d}', (n % 60 + 1)::integer);
