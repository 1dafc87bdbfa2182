app_name = "form"
urlpatterns = []
