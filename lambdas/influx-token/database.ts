/** How a database of InfluxDB 3 was set up. */
export type DatabaseState = 'created' | 'there already' | `not set up: ${string}`;

/**
 * Makes a database that keeps points for so many days. A server that refuses it is told, not thrown: the first
 * write makes the database too, which then keeps points for ever.
 * Source: InfluxDB 3 Core API reference, `POST /api/v3/configure/database`.
 */
export async function createDatabase(
  url: string,
  token: string,
  { database, keepDays }: { readonly database: string; readonly keepDays: number },
): Promise<DatabaseState> {
  try {
    const response = await fetch(`${url}/api/v3/configure/database`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ db: database, retention_period: `${keepDays}d` }),
      signal: AbortSignal.timeout(20_000),
    });
    if (response.ok) return 'created';
    return response.status === 409 ? 'there already' : `not set up: the server answered ${response.status}`;
  } catch {
    return 'not set up: the server did not answer';
  }
}
