import { get, post, put, remove } from './request'
import type { Address, AddressIn, Consent, ConsentKind, Me, ShopperSession, SignedIn } from './types'

export const signInMini = (code: string, key: string) => post<SignedIn>('/login/mini', key, { code })
export const signInOfficial = (code: string, state: string, key: string) =>
  post<SignedIn>('/login/official', key, { code, state })
export const officialAddress = (return_to: string) => get<{ url: string }>('/login/official/url', { return_to })
export const askPhoneCode = (phone: string, key: string) =>
  post<{ retry_after_seconds: number }>('/login/phone/code', key, { phone })
export const signInPhone = (phone: string, code: string, key: string) =>
  post<SignedIn>('/login/phone', key, { phone, code })
export const signOut = (key: string) => post<void>('/logout', key)

export const readMe = () => get<Me>('/me')
export const changeMe = (change: Partial<Pick<Me, 'nickname' | 'elder_mode' | 'personalised'>>, key: string) =>
  put<Me>('/me', key, change)
export const bindPhone = (code: string, key: string) => post<Me>('/me/phone/wechat', key, { code })
export const giveConsent = (kind: ConsentKind, version: string, granted: boolean, key: string) =>
  post<void>('/me/consents', key, { kind, version, granted })
export const readConsents = () => get<{ items: Consent[] }>('/me/consents')
export const readSessions = () => get<{ items: ShopperSession[] }>('/me/sessions')
export const endSession = (id: string, key: string) => remove<void>(`/me/sessions/${id}`, key)
export const exportMe = () => get<object>('/me/export')
export const deleteMe = (key: string) => post<void>('/me/delete', key, { confirm: 'DELETE' })

export const readAddresses = () => get<{ items: Address[] }>('/addresses')
export const addAddress = (address: AddressIn, key: string) => post<Address>('/addresses', key, address)
export const changeAddress = (id: string, address: AddressIn, key: string) =>
  put<Address>(`/addresses/${id}`, key, address)
export const dropAddress = (id: string, key: string) => remove<void>(`/addresses/${id}`, key)
