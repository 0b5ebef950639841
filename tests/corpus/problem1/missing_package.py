# verdict: crashed
# says: No module named
# says: no internet
import surely_not_installed
