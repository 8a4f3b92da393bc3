import { expect, test } from 'vitest';
import { isLoopback } from '../../src/auth/loopback.js';
import { networkOf } from '../../src/auth/network-of.js';

test.each([['127.0.0.1'], ['127.255.0.9'], ['::1'], ['[::1]'], ['localhost'], ['LOCALHOST'], ['::ffff:127.0.0.1']])(
  '%s is this machine',
  (host) => expect(isLoopback(host)).toBe(true),
);

test.each([
  ['0.0.0.0'],
  ['::'],
  ['10.0.0.1'],
  ['128.0.0.1'],
  ['127.0.0.1.example.com'],
  ['127.1'],
  ['localhost.example.com'],
  ['::ffff:10.0.0.1'],
  ['1270.0.0.1'],
  [''],
])('%s may be reached by others', (host) => expect(isLoopback(host)).toBe(false));

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2:ffff::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('the address %s is counted as %s', (address, network) => expect(networkOf(address)).toBe(network));
