import type { Page } from 'playwright-core'

/** Signs in on the page that asks for it. */
export async function signIn(page: Page, { login, password }: { login: string; password: string }): Promise<void> {
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('口令').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
}

/** Waits until the page shows this text somewhere. */
export const sees = (page: Page, text: string | RegExp, withinMs = 15_000): Promise<void> =>
  page.getByText(text).first().waitFor({ timeout: withinMs })

/** Marks the document; a reload or a navigation by the browser loses the mark. */
export const mark = (page: Page): Promise<unknown> => page.evaluate('window.isSameDocument = true')

export const isSameDocument = (page: Page): Promise<boolean> => page.evaluate('window.isSameDocument === true')
