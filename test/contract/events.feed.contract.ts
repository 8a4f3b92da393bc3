import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventStore } from '../../src/events/event-store.js';
import { EventFeed } from '../../src/events/feed.js';
import type { Position, SentEvent } from '../../src/events/outbox.js';
import { dayOf, openEvents, requestOf } from '../support/ops.js';
import type { Engine } from '../support/postgres.js';

/** Events as they come, whatever the engine: in one order, without gaps, and for nobody without end. */
export function eventFeedContract(engine: () => Engine): void {
  let opened: ReturnType<typeof openEvents>;
  beforeAll(() => {
    opened = openEvents(engine());
  });
  afterAll(() => opened.close());

  const wants = () => true;
  const follow = (after?: Position, most?: number) => new EventFeed(opened.store, most).follow({ after, wants });
  const write = async (many = 1) => {
    const writes = Array.from({ length: many }, () => dayOf());
    await opened.store.commit(requestOf(writes));
    return writes.map(({ rowId }) => rowId);
  };
  type Following = Awaited<ReturnType<typeof follow>>;
  /** Events up to that of this record. */
  const until = async (following: Following, rowId: string): Promise<SentEvent[]> => {
    const found: SentEvent[] = [];
    for (;;) {
      const { value } = await following.next();
      if (!value) throw new Error('it is over');
      found.push(value);
      if (value.rowId === rowId) return found;
    }
  };
  const ids = (events: readonly SentEvent[]) => events.map(({ rowId }) => rowId);

  test('tells what is written from now on, in order, with who may hear of it', async () => {
    const following = await follow();
    const written = [...(await write(2)), ...(await write())];
    const events = await until(following, written[2] ?? '');
    expect(ids(events).slice(-3)).toEqual(written);
    expect(events.at(-1)).toMatchObject({
      entity: 'daily_production',
      network: 'N1',
      unit: 'U1',
      route: 'R1',
      version: 1,
    });
    await following.return();
    expect(await following.next()).toEqual({ done: true, value: undefined });
  });

  test('goes on after any event, however many have come since', async () => {
    const following = await follow();
    const [first = ''] = await write();
    const [seen] = (await until(following, first)).slice(-1);
    await following.return();
    const written: string[] = [];
    for (let n = 0; n < 6; n += 1) written.push(...(await write(100)));
    const again = await follow(seen);
    expect(ids(await until(again, written.at(-1) ?? ''))).toEqual(written);
    const [next = ''] = await write();
    expect(ids(await until(again, next))).toEqual([next]);
    await again.return();
  });

  test('who leaves more unread than is kept is told so, and goes on from there', async () => {
    const feed = new EventFeed(opened.store, 10);
    const slow = await feed.follow({ wants });
    const quick = await feed.follow({ wants });
    const [first = ''] = await write();
    const [seen] = (await until(slow, first)).slice(-1);
    const written: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      const [id = ''] = await write();
      written.push(id);
      await until(quick, id);
    }
    await expect(slow.next()).rejects.toMatchObject({ code: 'OVERLOADED', details: { limit: 10 } });
    expect(await slow.next()).toEqual({ done: true, value: undefined });
    const again = await feed.follow({ after: seen, wants });
    expect(ids(await until(again, written.at(-1) ?? ''))).toEqual(written);
    for (const each of [again, quick]) await each.return();
  });

  test('who has seen more elsewhere than is read here yet is told none of it again', async () => {
    let read = Promise.resolve();
    const { bells } = opened.store;
    const late = { bells, read: (text: string, values: unknown[]) => read.then(() => opened.store.read(text, values)) };
    const feed = new EventFeed(late as unknown as EventStore);
    const first = await feed.follow({ wants });
    await until(first, (await write())[0] ?? '');
    let goOn = () => {};
    read = new Promise((resolve) => {
      goOn = resolve;
    });
    const elsewhere = await follow();
    const written = await write(3);
    const seen = (await until(elsewhere, written[2] ?? '')).at(-1);
    const again = await feed.follow({ after: seen, wants });
    const told = again.next();
    const [next = ''] = await write();
    goOn();
    expect((await told).value?.rowId).toBe(next);
    // Who followed here all the time is told of all.
    expect(ids(await until(first, next))).toEqual([...written, next]);
    for (const each of [first, elsewhere, again]) await each.return();
  });

  test('who waits is let go at once', async () => {
    const following = await follow();
    const waiting = following.next();
    await following.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
}

/** Only where transactions run beside each other. */
export function eventOrderContract(engine: () => Engine): void {
  describe('transactions that commit in another order than they began', () => {
    let opened: ReturnType<typeof openEvents>;
    beforeAll(() => {
      opened = openEvents(engine());
    });
    afterAll(() => opened.close());

    /** As the store writes it, but for the transaction, which the test ends. */
    async function inserted(client: pg.ClientBase): Promise<string> {
      const rowId = randomUUID();
      await client.query('begin');
      await client.query(
        `with event as (insert into ops.event (entity, row_id, version, kind, patch, actor, role, request_id, client_request_id)
          values ('daily_production', $1, 1, 'RECORDED', '{}', 'a', 'b', 'c', 'd') returning seq)
        insert into ops.outbox (event_seq, entity, row_id) select seq, 'daily_production', $1 from event`,
        [rowId],
      );
      return rowId;
    }

    test('are told in one order, none before those that may still come, and none left out', async () => {
      await engine().asOwner((first) =>
        engine().asOwner(async (second) => {
          const following = await opened.store.feed.follow({ wants: () => true });
          const early = await inserted(first);
          const late = await inserted(second);
          await second.query('commit');
          const next = following.next();
          const others = await opened.store.feed.follow({ wants: () => true });
          // The later one is committed and can be seen, and still nobody is told of it.
          const { rows } = await second.query('select from ops.outbox where row_id = $1', [late]);
          expect(rows).toHaveLength(1);
          expect(await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 300, 'silent'))])).toBe(
            'silent',
          );
          await first.query('commit');
          expect((await next).value?.rowId).toBe(early);
          expect((await following.next()).value?.rowId).toBe(late);
          for (const each of [following, others]) await each.return();
        }),
      );
    });

    test('and one that comes to nothing holds nobody up for good', async () => {
      await engine().asOwner(async (first) => {
        const following = await opened.store.feed.follow({ wants: () => true });
        await inserted(first);
        const write = dayOf();
        await opened.store.commit(requestOf([write]));
        await first.query('rollback');
        expect((await following.next()).value?.rowId).toBe(write.rowId);
        await following.return();
      });
    });
  });
}
