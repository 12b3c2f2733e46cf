/** A person or a merchant talking to the server over real HTTP: keeps the cookie, sends the origin a browser would. */
export class HttpClient {
  readonly url: string
  private cookie = ''

  constructor(url: string) {
    this.url = url
  }

  async request(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        origin: this.url,
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const set = answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
    if (set.length > 0) this.cookie = set.join('; ')
    return answer
  }

  /** The parsed answer; throws with status and body when it is not a success. */
  async json<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const answer = await this.request(method, `/api/v1${path}`, body, headers)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    return (text ? JSON.parse(text) : null) as T
  }

  get<T>(path: string): Promise<T> {
    return this.json<T>('GET', path)
  }

  post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.json<T>('POST', path, body, headers)
  }
}
