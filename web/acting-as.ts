/** Somebody the gateway's demo issuer gives tokens to. */
export interface DemoPerson {
  readonly role: string;
  readonly name: string;
}

/** Who the page asks as: kept in memory only, so that a token never outlives the page. */
let acting: { readonly role: string; readonly token: string } | undefined;

/** Everyone there is to choose from; nobody where the gateway has no demo issuer. */
export async function demoPeople(): Promise<readonly DemoPerson[]> {
  const response = await fetch('/demo/roles');
  if (!response.ok) return [];
  return ((await response.json()) as { readonly roles: readonly DemoPerson[] }).roles;
}

/**
 * From now on the page asks as this role, or as nobody.
 * @throws Error where there is no token for it: the page then asks as nobody
 */
export async function actAs(role: string | undefined): Promise<void> {
  acting = undefined;
  if (role !== undefined) acting = { role, token: await tokenFor(role) };
}

/** `fetch` with the chosen role's token, unless the headers name one. A token that no longer holds is got anew once. */
export const fetchAs: typeof fetch = async (input, init) => {
  const response = await fetch(input, asked(init));
  if (response.status !== 401 || !acting || new Headers(init?.headers).has('authorization')) return response;
  const again = await actAs(acting.role).then(
    () => true,
    () => false,
  );
  return again ? fetch(input, asked(init)) : response;
};

function asked(init: RequestInit | undefined): RequestInit {
  const headers = new Headers(init?.headers);
  if (acting && !headers.has('authorization')) headers.set('authorization', `Bearer ${acting.token}`);
  return { ...init, headers };
}

async function tokenFor(role: string): Promise<string> {
  const response = await fetch('/demo/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ as: role }),
  });
  if (!response.ok) throw new Error(`The gateway gives no token for ${role}`);
  return ((await response.json()) as { readonly token: string }).token;
}
