// Which addresses a link of an article may have.

/** Hosts of the reader's own machine and network, as `URL` writes them. Source: RFC 6890 and RFC 6761, as in Rust. */
const PRIVATE: readonly RegExp[] = [
  /^(.*\.)?(localhost|local|internal|lan|home\.arpa)\.?$/u,
  /^(?=[\d.]+$)(0|10|127|22[4-9]|2[34]\d|25[0-5])\./u,
  /^(?=[\d.]+$)(100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168|192\.0\.0|198\.1[89])\./u,
  /^\[(::|f[cdef]|64:ff9b:|2002:)/u,
  // Discard (100::/64) and Teredo (2001:0::/32), with their zeros folded or not.
  /^\[(100::(?!([\da-f]+:){4}[\da-f])|100:0:0:0:|2001:(:|0:))/u,
];

function parsed(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

const hasPrivateHost = ({ hostname }: URL): boolean => PRIVATE.some((pattern) => pattern.test(hostname));

const isWeb = (url: URL): boolean => url.protocol === "http:" || url.protocol === "https:";

export function isPrivate(address: string | null | undefined): boolean {
  const url = parsed(address ?? "");
  return url !== null && isWeb(url) && hasPrivateHost(url);
}

/**
 * Whether it is one for a browser or mail program: written out in full, without a name to log in with that would look
 * like another host, and into the reader's own network only when the article is from there (`isHome`).
 */
export function isAddress(address: string, isHome: boolean): boolean {
  if (!/^(https?:\/\/|mailto:)/iu.test(address)) return false;
  const url = parsed(address);
  if (url === null) return false;
  return !isWeb(url) || (url.username === "" && url.password === "" && (isHome || !hasPrivateHost(url)));
}
