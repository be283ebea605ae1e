import './styles.css'
import { startApplication } from './core/start.tsx'
import { features } from './features.ts'

const root = document.getElementById('root')
if (root) void startApplication(features, root)
