import { get, post, put, remove } from './request'
import type {
  Asked,
  CaseOfOrder,
  Cart,
  Order,
  OrderCard,
  OrderCounts,
  OrderTab,
  Page,
  PaymentState,
  PayMethod,
  PayStart,
  RefundLine,
} from './types'

export const readOrders = (state: OrderTab, q: string, cursor: string | null) =>
  get<Page<OrderCard>>('/orders', { state, q, cursor, limit: 10 })
export const readOrderCounts = () => get<OrderCounts>('/orders/counts')
export const readOrder = (id: string) => get<Order>(`/orders/${id}`)

export const cancelOrder = (id: string, reason: string, key: string) =>
  post<void>(`/orders/${id}/cancel`, key, { reason })
export const receiveOrder = (id: string, key: string) => post<void>(`/orders/${id}/receive`, key)
export const urgeOrder = (id: string, key: string) => post<void>(`/orders/${id}/urge`, key)
export const buyAgain = (id: string, key: string) => post<Cart>(`/orders/${id}/buy-again`, key)
export const sendElsewhere = (id: string, address_id: string, key: string) =>
  put<void>(`/orders/${id}/address`, key, { address_id })

/** `return_url` is the page of this shop that a cashier in the browser comes back to. */
export const startPayment = (id: string, method: PayMethod, return_url: string | null, key: string) =>
  post<PayStart>(`/orders/${id}/pay`, key, { method, return_url })
export const readPayment = (id: string) => get<PaymentState>(`/orders/${id}/payment`)

/** After-sales of an order, the newest first: at most ten. */
export const readCasesOf = (order_id: string) => get<Page<CaseOfOrder>>('/aftersales', { order_id, limit: 10 })

export const requestRefund = (id: string, lines: RefundLine[], reason: string, key: string) =>
  post<Asked>(`/orders/${id}/refunds`, key, { lines, reason })
export const withdrawRefund = (id: string, refund_id: string, key: string) =>
  remove<void>(`/orders/${id}/refunds/${refund_id}`, key)
