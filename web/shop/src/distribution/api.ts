/** What the server says of shopkeepers. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import type { Joining } from '@/api/joining'
import { download, get, post, put, remove } from '@/api/request'
import type { Answer, Given, Page } from '@/api/types'

export type { Joining } from '@/api/joining'
export { readJoining } from '@/api/joining'
export type Way = Joining['ways'][number]
export type Place = NonNullable<Joining['mine']>

export type Earnings = Answer<'/api/shop/distribution/earnings', 'get'>
export type Balance = Omit<Earnings, 'text'>
export type Entry = Answer<'/api/shop/distribution/earnings/statement', 'get'>['items'][number]
export type EntryKind = Entry['kind']
export type CommissionState = 'placed' | 'pending' | 'frozen' | 'available' | 'void'
export type CommissionLine = Answer<'/api/shop/distribution/earnings/commissions', 'get'>['items'][number]
export type Why = Answer<'/api/shop/distribution/earnings/commissions/{commission_id}', 'get'>

export type Workbench = Answer<'/api/shop/distribution/me/workbench', 'get'>
export type Health = Workbench['health']
export type BroughtOrder = Workbench['unpaid'][number]
export type Customer = Answer<'/api/shop/distribution/me/customers', 'get'>['items'][number]

export type MicroShop = Answer<'/api/shop/distribution/micro-shops/{shopkeeper_id}', 'get'>
export type OwnShop = Answer<'/api/shop/distribution/me/shop', 'get'>
type OwnShopChange = Given<'/api/shop/distribution/me/shop', 'put'>
export type Picks = Answer<'/api/shop/distribution/me/picks', 'get'>
export type Picked = Picks['items'][number]
export type OwnPrices = Answer<'/api/shop/distribution/me/prices', 'get'>
export type OwnPrice = OwnPrices['items'][number]
export type Material = Answer<'/api/shop/distribution/me/material/{product_id}', 'get'>
export type Dispute = Answer<'/api/shop/distribution/me/disputes', 'get'>['items'][number]
type Appeal = Given<'/api/shop/distribution/me/disputes', 'post'>

export type RealNameState = Answer<'/api/shop/distribution/real-name', 'get'>
export type PayoutStart = Answer<'/api/shop/distribution/payouts/start', 'get'>
export type Preview = Answer<'/api/shop/distribution/payouts/preview', 'get'>
export type PayoutRow = Answer<'/api/shop/distribution/payouts', 'get'>['items'][number]
export type PayoutState = PayoutRow['state']
export type Payout = Answer<'/api/shop/distribution/payouts/{payout_id}', 'get'>

export type TaxYears = Answer<'/api/shop/distribution/tax-years', 'get'>
export type TaxYearStatement = Answer<'/api/shop/distribution/tax-years/{year}', 'get'>

const AT = '/distribution'

export const join = (wish: Given<'/api/shop/distribution/joining', 'post'>, key: string) =>
  post<Place>(`${AT}/joining`, key, wish)
export const signAgain = (version: number, key: string) => post<void>(`${AT}/me/agreement`, key, { version })
export const leave = (key: string) => post<Place>(`${AT}/me/leave`, key)
export const withdrawApplication = (key: string) => remove<void>(`${AT}/joining`, key)
export const readPlace = () => get<Place>(`${AT}/me`)

export const readWorkbench = () => get<Workbench>(`${AT}/me/workbench`)
export const readCustomers = (cursor: string | null) => get<Page<Customer>>(`${AT}/me/customers`, { cursor, limit: 20 })
export const readBroughtOrders = (cursor: string | null) =>
  get<Page<BroughtOrder>>(`${AT}/me/orders`, { cursor, limit: 20 })

export const readMicroShop = (id: string) => get<MicroShop>(`${AT}/micro-shops/${id}`)
export const readOwnShop = () => get<OwnShop>(`${AT}/me/shop`)
export const changeOwnShop = (change: OwnShopChange, key: string) => put<OwnShop>(`${AT}/me/shop`, key, change)
export const readPicks = () => get<Picks>(`${AT}/me/picks`)
export const savePicks = (items: { product_id: string; words: string }[], key: string) =>
  put<Picks>(`${AT}/me/picks`, key, { items })
export const readOwnPrices = (product_id: string) => get<OwnPrices>(`${AT}/me/prices`, { product_id })
export const saveOwnPrices = (items: { sku_id: string; price_fen: number | null }[], key: string) =>
  put<OwnPrices>(`${AT}/me/prices`, key, { items })
export const readPool = (q: string) => get<{ items: (Picked & { picked: boolean })[] }>(`${AT}/me/pool`, { q, limit: 50 })
export const readMaterial = (product_id: string) => get<Material>(`${AT}/me/material/${product_id}`)

export const readDisputes = (cursor: string | null) => get<Page<Dispute>>(`${AT}/me/disputes`, { cursor, limit: 20 })
export const makeAppeal = (appeal: Appeal, key: string) => post<Dispute>(`${AT}/me/disputes`, key, appeal)
export const withdrawDispute = (id: string, key: string) => post<Dispute>(`${AT}/me/disputes/${id}/withdraw`, key)

export const readEarnings = () => get<Earnings>(`${AT}/earnings`)
export const readCommissions = (state: CommissionState | '', cursor: string | null) =>
  get<Page<CommissionLine>>(`${AT}/earnings/commissions`, { state, cursor, limit: 20 })
export const readStatement = (kind: EntryKind | '', cursor: string | null) =>
  get<Page<Entry>>(`${AT}/earnings/statement`, { kind, cursor, limit: 20 })
export const readWhy = (id: string) => get<Why>(`${AT}/earnings/commissions/${id}`)

export const readRealName = () => get<RealNameState>(`${AT}/real-name`)
export const giveRealName = (given: Given<'/api/shop/distribution/real-name', 'put'>, key: string) =>
  put<RealNameState>(`${AT}/real-name`, key, given)
export const withdrawRealName = (key: string) => remove<void>(`${AT}/real-name`, key)
export const readPayoutStart = () => get<PayoutStart>(`${AT}/payouts/start`)
export const previewPayout = (amount_fen: number) => get<Preview>(`${AT}/payouts/preview`, { amount_fen })
export const askForPayout = (wish: { amount_fen: number }, key: string) => post<{ id: string }>(`${AT}/payouts`, key, wish)
export const readPayouts = (cursor: string | null) => get<Page<PayoutRow>>(`${AT}/payouts`, { cursor, limit: 20 })
export const readPayout = (id: string) => get<Payout>(`${AT}/payouts/${id}`)
export const cancelPayout = (id: string, key: string) => post<void>(`${AT}/payouts/${id}/cancel`, key)
export const readTaxYears = () => get<TaxYears>(`${AT}/tax-years`)
export const readTaxYear = (year: number) => get<TaxYearStatement>(`${AT}/tax-years/${year}`)
/** The paper of a year, with one's own name in clear. */
export const takeTaxStatement = (year: number) => download(`${AT}/tax-years/${year}/statement.pdf`)
/** What WeChat's own page is opened with. */
export const readConfirmation = (id: string) =>
  get<Answer<'/api/shop/distribution/payouts/{payout_id}/confirmation', 'get'>>(`${AT}/payouts/${id}/confirmation`)
/** The person confirmed, says WeChat's page: the server asks WeChat itself. */
export const tellConfirmed = (id: string, key: string) => post<void>(`${AT}/payouts/${id}/confirmed`, key)

export type Prizes = Answer<'/api/shop/prizes', 'get'>
export type Prize = Prizes['items'][number]
export const readPrizes = () => get<Prizes>('/prizes')
export const collectPrize = (id: string, key: string) => post<void>(`/prizes/${id}/collect`, key)
export const readPrizeConfirmation = (id: string) =>
  get<Answer<'/api/shop/prizes/{prize_id}/confirmation', 'get'>>(`/prizes/${id}/confirmation`)
export const tellPrizeConfirmed = (id: string, key: string) => post<void>(`/prizes/${id}/confirmed`, key)
