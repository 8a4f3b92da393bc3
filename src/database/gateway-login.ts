import pg from 'pg';

/**
 * The login that a gateway's URL names, with the grants of a gateway and none of its own. One that is there already gets
 * the URL's password.
 * @throws Error where the URL names nobody
 */
export async function makeGatewayLogin(client: pg.ClientBase, gatewayUrl: string): Promise<string> {
  const { username, password } = new URL(gatewayUrl);
  const name = decodeURIComponent(username);
  if (!name) throw new Error('The URL of --gateway names no user');
  const role = pg.escapeIdentifier(name);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  const secret = password ? ` password ${pg.escapeLiteral(decodeURIComponent(password))}` : '';
  await client.query(`${rowCount ? 'alter' : 'create'} role ${role} login noinherit${secret}`);
  await client.query(`grant wellgraph_gateway to ${role}`);
  return name;
}
