import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** As much of a Redis server as a cache uses, on loopback: it speaks RESP 2 and keeps texts until they expire. */
export class RedisDouble {
  readonly kept = new Map<string, { readonly text: string; readonly until: number }>();
  readonly asked: string[] = [];
  /** Takes commands and answers none. */
  isSilent = false;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((socket) => {
    this.#sockets.add(socket);
    let rest = '';
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      rest += bytes.toString();
      for (let found = commandIn(rest); found; found = commandIn(rest)) {
        rest = rest.slice(found.length);
        if (!this.isSilent) socket.write(this.#answer(found.words));
      }
    });
  });

  static async start(port = 0): Promise<RedisDouble> {
    const double = new RedisDouble();
    await new Promise<void>((resolve) => double.#server.listen(port, '127.0.0.1', resolve));
    return double;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }
  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer([name = '', ...words]: readonly string[]): string {
    const command = name.toUpperCase();
    this.asked.push(command);
    if (command === 'INFO') return bulk('redis_version:7.2.0\r\nloading:0\r\n');
    if (command === 'MGET') return `*${words.length}\r\n${words.map((key) => bulk(this.#get(key))).join('')}`;
    if (command !== 'SET') return '+OK\r\n';
    const [key = '', text = '', ex, seconds] = words;
    if (ex !== 'EX') return '-ERR nothing is kept for ever here\r\n';
    this.kept.set(key, { text, until: Date.now() + Number(seconds) * 1000 });
    return '+OK\r\n';
  }

  #get(key: string): string | undefined {
    const found = this.kept.get(key);
    return found && found.until > Date.now() ? found.text : undefined;
  }
}

const bulk = (text: string | undefined) =>
  text === undefined ? '$-1\r\n' : `$${Buffer.byteLength(text)}\r\n${text}\r\n`;

/** The first whole command of a text, where there is one. */
function commandIn(text: string): { readonly words: string[]; readonly length: number } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return undefined;
  let at = head[0].length;
  const words: string[] = [];
  for (let word = 0; word < Number(head[1]); word++) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at));
    if (!size) return undefined;
    at += size[0].length;
    const found = Buffer.from(text.slice(at)).subarray(0, Number(size[1])).toString();
    if (text.length < at + found.length + 2) return undefined;
    words.push(found);
    at += found.length + 2;
  }
  return { words, length: at };
}
