# verdict: crashed
# says: no internet
import urllib.request

urllib.request.urlopen("http://127.0.0.1:9/", timeout=5)
