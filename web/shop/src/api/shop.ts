import { get } from './request'
import type { Category, Home, Shop } from './types'

export const readShop = () => get<Shop>('/shop')
export const readHome = () => get<Home>('/home')
export const readCategories = () => get<{ items: Category[] }>('/categories')
