/** Entry of the page: the frame and all pages. */
import './app/kb-app';
import './pages/home';
import './pages/lots';
import './pages/lot';
import './pages/login';
import './pages/trust';
import './pages/seal';
import './pages/receipt';
import './pages/receipt-check';
import './pages/opening';
import './pages/score';
import './pages/result';
import './pages/verify';
import './pages/publish';
import './pages/why';
